/*
 * A small program for tests of a program together with its run. It decodes the name of a file, writes it, and deletes it again; the
 * function for the network is never reached. Built and recorded by tests/cli/record-pair.test.ts; it touches nothing but the folder
 * that it is given.
 */
#if defined(_WIN32)
#include <windows.h>
#else
#include <arpa/inet.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>
#endif

#define APART __attribute__((noinline, noclone))

static volatile int unreachable;
static unsigned char hidden[] = {0x36, 0x3f, 0x3e, 0x3d, 0x3f, 0x28, 0x74, 0x2e, 0x22, 0x2e, 0};

APART void decode_name(unsigned char *text) {
  for (; *text != 0; text++) *text ^= 0x5a;
}

#if defined(_WIN32)
APART int write_ledger(const char *path) {
  DWORD written = 0;
  HANDLE file = CreateFileA(path, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL, NULL);
  if (file == INVALID_HANDLE_VALUE) return 1;
  WriteFile(file, "ledger\n", 7, &written, NULL);
  CloseHandle(file);
  return written != 7;
}

APART int remove_ledger(const char *path) { return DeleteFileA(path) == 0; }

APART int call_home(void) { return CreateMutexA(NULL, FALSE, "ledger-never") == NULL; }
#else
APART int write_ledger(const char *path) {
  int file = open(path, O_CREAT | O_WRONLY | O_TRUNC, 0600);
  if (file < 0) return 1;
  int written = (int)write(file, "ledger\n", 7);
  close(file);
  return written != 7;
}

APART int remove_ledger(const char *path) { return unlink(path) != 0; }

APART int call_home(void) {
  struct sockaddr_in home = {0};
  home.sin_family = AF_INET;
  home.sin_port = htons(9);
  home.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int channel = socket(AF_INET, SOCK_STREAM, 0);
  if (channel < 0) return 1;
  int failed = connect(channel, (struct sockaddr *)&home, sizeof home);
  close(channel);
  return failed;
}
#endif

int main(void) {
  decode_name(hidden);
  int failed = write_ledger((const char *)hidden);
  if (unreachable) failed += call_home();
  return failed + remove_ledger((const char *)hidden);
}

// A program for tests that step through it: a checksum, a file that is written, a thread, and code that runs from memory
// without a file. It touches nothing but its folder.

#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static const char letter[] = "a letter of the courier\n";

__attribute__((noinline)) static uint32_t checksum(const char *text, size_t size) {
  uint32_t sum = 0xffffffff;
  for (size_t i = 0; i < size; i++) {
    sum ^= (unsigned char)text[i];
    for (int bit = 0; bit < 8; bit++) sum = sum >> 1 ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum;
}

__attribute__((noinline)) static int deliver(void) {
  int file = open("courier.txt", O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (file < 0) return -1;
  ssize_t written = write(file, letter, sizeof letter - 1);
  close(file);
  return written == sizeof letter - 1 ? 0 : -1;
}

static void *clean_up(void *path) {
  unlink(path);
  return NULL;
}

/* Not built in, so that there is a call. */
static void *(*volatile copy)(void *, const void *, size_t) = memcpy;

/* mov eax, 42; ret. Changed to 43 between its runs. */
static const unsigned char answer[] = {0xb8, 42, 0, 0, 0, 0xc3};

__attribute__((noinline)) static int run_copied(void) {
  unsigned char *memory = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return -1;
  copy(memory, answer, sizeof answer);
  int (*volatile run)(void) = (int (*)(void))memory;
  int first = run();
  memory[1]++;
  return run() - first;
}

int main(void) {
  uint32_t sum = checksum(letter, 16);
  if (deliver() != 0 || run_copied() != 1) return 1;
  pthread_t worker;
  if (pthread_create(&worker, NULL, clean_up, "courier.txt") != 0) return 1;
  pthread_join(worker, NULL);
  return sum == 0;
}

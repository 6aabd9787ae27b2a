// A program for tests that step through it: it opens the code of sealed.c, of which its file has every byte mixed with a key (SEALED and KEY
// are given by the test), in memory without a file, and runs it. It touches nothing.

#define _GNU_SOURCE
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static const unsigned char sealed[] = {SEALED};

int main(void) {
  unsigned char *memory = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return 1;
  for (size_t i = 0; i < sizeof sealed; i++) memory[i] = sealed[i] ^ KEY;
  if (mprotect(memory, 4096, PROT_READ | PROT_EXEC) != 0) return 1;
  uint32_t (*checksum)(const unsigned char *, size_t) = (void *)memory;
  char text[] = "0x00000000\n";
  uint32_t sum = checksum((const unsigned char *)"hello", 5);
  for (int i = 0; i < 8; i++) text[9 - i] = "0123456789abcdef"[sum >> (4 * i) & 15];
  return write(1, text, sizeof text - 1) == sizeof text - 1 ? 0 : 1;
}

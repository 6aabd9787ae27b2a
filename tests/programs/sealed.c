// A checksum whose code the test seals into sealed-opener.c: it stands nowhere in the file of that program.

#include <stddef.h>
#include <stdint.h>

uint32_t checksum(const unsigned char *text, size_t size) {
  uint32_t sum = 0xffffffff;
  while (size--) {
    sum ^= *text++;
    for (int bit = 0; bit < 8; bit++) sum = sum >> 1 ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum;
}

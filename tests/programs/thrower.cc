// A program for tests of exceptions of C++: they end in a handler that nothing called.

#include <unistd.h>

__attribute__((noinline)) static void refuse(int number) {
  if (number % 2 == 1) throw number;
}

int main() {
  int refused = 0;
  for (int number = 0; number < 4; number++) {
    try {
      refuse(number);
    } catch (int) {
      refused++;
      close(-1);
    }
  }
  return refused != 2;
}

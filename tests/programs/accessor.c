// A program for tests of what instructions read and write: one of each kind that names its memory in another way. It has to be at
// addresses of 32 bits.

#include <stdint.h>

volatile int counter;
static __thread int own;
static char low[64] __attribute__((aligned(16)));
static char other[64] = "abcdefgh";

__attribute__((noinline)) static int access_all(char *to, char *from) {
  __asm__ volatile(
      // Strings, among them one of no element.
      "mov %0, %%rdi\n mov %1, %%rsi\n mov $2, %%ecx\n cld\n rep movsb\n mov $2, %%ecx\n rep stosq\n xor %%ecx, %%ecx\n rep stosb\n"
      "mov %0, %%rdi\n mov %1, %%rsi\n scasb\n lodsl\n cmpsw\n mov %0, %%rdi\n"
      // What is read, written, or both.
      "movl $1, counter(%%rip)\n xchg %%rax, (%%rdi)\n xchg (%%rdi), %%al\n lock xadd %%ecx, 4(%%rdi)\n lock cmpxchg %%edx, (%%rdi)\n"
      "btsl $3, (%%rdi)\n btl $2, (%%rdi)\n sete (%%rdi)\n cmovne (%%rdi), %%rax\n imul $3, (%%rdi), %%rdx\n mull (%%rdi)\n"
      "shll $2, (%%rdi)\n notb (%%rdi)\n incl (%%rdi)\n testb $1, (%%rdi)\n cmpl $7, (%%rdi)\n adcq $1, (%%rdi)\n popcnt (%%rdi), %%rax\n"
      "movzbl (%%rdi), %%eax\n movsbq (%%rdi), %%rax\n shldl $2, %%eax, (%%rdi)\n movnti %%eax, (%%rdi)\n mov %%ds, (%%rdi)\n"
      // Vectors and numbers with a point.
      "movdqu (%%rdi), %%xmm0\n paddd (%%rdi), %%xmm0\n movups %%xmm0, (%%rdi)\n movq %%xmm0, (%%rdi)\n movd (%%rdi), %%xmm1\n"
      "movhps %%xmm0, (%%rdi)\n comisd (%%rdi), %%xmm0\n cvtsi2sdl (%%rdi), %%xmm0\n punpcklbw (%%rdi), %%xmm0\n"
      "fldl (%%rdi)\n fstpl 8(%%rdi)\n fildl (%%rdi)\n fistpl (%%rdi)\n fldt (%%rdi)\n fstpt 16(%%rdi)\n fnstcw (%%rdi)\n fldcw (%%rdi)\n"
      "stmxcsr (%%rdi)\n ldmxcsr (%%rdi)\n"
      // Addresses: nothing is there to access, half of a register, a sum, another segment.
      "lea 1(%%rdi), %%rax\n nopw 0(%%rax, %%rax, 1)\n prefetcht0 (%%rdi)\n movl (%%edi), %%eax\n mov $2, %%rsi\n"
      "movb -4(%%rdi, %%rsi, 2), %%al\n movb %%al, 0x10(%%rdi, %%rsi, 8)\n cmpl $1, %%fs:0x10\n"
      // The stack, below what the compiler may use of it.
      "sub $256, %%rsp\n push (%%rdi)\n pop 8(%%rdi)\n pushfq\n popfq\n push $5\n pop %%rax\n pushw $3\n popw %%ax\n"
      "push %%rbp\n mov %%rsp, %%rbp\n leave\n add $256, %%rsp\n"
      :
      : "r"(to), "r"(from)
      : "rax", "rcx", "rdx", "rsi", "rdi", "memory", "cc", "xmm0", "xmm1");
  return to[0];
}

int main(void) {
  own = access_all(low, other);
  return own - low[0];
}

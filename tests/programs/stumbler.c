// A program for tests of handlers: of faults that are jumped out of, mended and passed over, in the program and in a library, with
// handlers that nobody was given as an argument.

#define _GNU_SOURCE
#include <setjmp.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>

static sigjmp_buf place;
static volatile int caught, passed;
static char *volatile page;
static size_t (*volatile length)(const char *) = strlen;

static void jump_out(int number) {
  caught++;
  siglongjmp(place, number);
}

static void mend(int number, siginfo_t *info, void *context) {
  (void)number, (void)info, (void)context;
  mprotect(page, 4096, PROT_READ | PROT_WRITE);
}

/* mov al, [rax] has two bytes. */
static void pass_over(int number, siginfo_t *info, void *context) {
  (void)number, (void)info;
  ((ucontext_t *)context)->uc_mcontext.gregs[REG_RIP] += 2;
  passed++;
}

static void set(void (*simple)(int), void (*detailed)(int, siginfo_t *, void *)) {
  struct sigaction action = {0};
  if (simple != NULL) action.sa_handler = simple;
  else action.sa_sigaction = detailed, action.sa_flags = SA_SIGINFO;
  sigaction(SIGSEGV, &action, NULL);
}

int main(void) {
  set(jump_out, NULL);
  for (volatile int i = 0; i < 2; i++) {
    if (sigsetjmp(place, 1) == 0) *(volatile int *)0 = 1;
  }
  if (sigsetjmp(place, 1) == 0) length(NULL);
  if (sigsetjmp(place, 1) == 0) ((void (*)(void))8)();
  set(NULL, mend);
  page = mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  page[0] = 1;
  set(NULL, pass_over);
  for (volatile int i = 0; i < 2; i++) __asm__ volatile("movb (%%rax), %%al" : : "a"(0));
  munmap(page, 4096);
  return caught != 4 || passed != 2;
}

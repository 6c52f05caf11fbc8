// Stands in front of suexec and sees to it that a script ends, with everything that it started.
//
//   supervisor UID GID PROGRAM…  by Apache, as /usr/lib/apache2/suexec: set-uid root, its real user the server's
//   supervisor --sweep           by croft-scripts.service: prepares the tree of slots, ends what was left behind
//
// The real user stays the server's, so that it may say when the request is over; no member can.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "slots.h"
#include "words.h"

#define SUEXEC "/usr/lib/apache2/suexec-custom"

enum { FIRST_MEMBER = 1000, LAST_MEMBER = 0x7fffffff, SWEEP_SECONDS = 3, MOST_READS = 64 };

// A number as Apache writes it, without sign or blanks; 0 for anything else.
static unsigned long number(const char *text) {
  char *end;
  errno = 0;
  unsigned long value = strtoul(text, &end, 10);
  return *text < '1' || *text > '9' || *end || errno || value > LAST_MEMBER ? 0 : value;
}

static long milliseconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int unavailable(const char *why) {
  say("not run: %s", why);
  printf("Status: 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Type: text/plain\r\n\r\n"
         "This script cannot be run at the moment. Try again in a few seconds.\n");
  return 0;
}

// What is said here goes the way of the script's own errors.
static _Noreturn void run(struct slot slot, char **argv, char **environment, int errors) {
  sigset_t none;
  sigemptyset(&none);
  if (dup2(errors, STDERR_FILENO) < 0 || sigprocmask(SIG_SETMASK, &none, NULL)) _exit(126);
  if (!enter_rest(slot))
    dprintf(STDERR_FILENO, "croft: not run: this host has no control group for it: %s\n", strerror(errno));
  else if (execve(SUEXEC, argv, environment))
    dprintf(STDERR_FILENO, "croft: not run: %s: %s\n", SUEXEC, strerror(errno));
  _exit(126);
}

static void explain(struct slot slot, bool late, int status) {
  if (late) say("stopped after %d s: a script may run no longer, nor may what it started", SECONDS);
  if (killed_for_memory(slot))
    say("memory limit of %d MB reached (%d MB for all your scripts at a time): killed", MEGABYTES, ALL_MEGABYTES);
  if (not_started(slot))
    say("limit of %d processes reached (%d for all your scripts at a time)", PROCESSES, ALL_PROCESSES);
  if (refused()) say("not run: %s", reason(WEXITSTATUS(status)));
  if (WIFSIGNALED(status)) say("ended by signal %d (%s)", WTERMSIG(status), strsignal(WTERMSIG(status)));
}

// Until the script has ended, its time is over, or the server says that the request is.
static bool wait_for(pid_t child, int signals, int errors, int *status) {
  struct pollfd on[] = {{.fd = signals, .events = POLLIN}, {.fd = errors, .events = POLLIN}};
  struct signalfd_siginfo what;
  long end = milliseconds() + SECONDS * 1000L, left;
  while ((left = end - milliseconds()) > 0) {
    if (poll(on, 2, (int)left) <= 0) continue;
    if (on[1].revents && !relay(errors)) on[1].fd = -1;
    if (on[0].revents && read(signals, &what, sizeof what) == sizeof what &&
        (what.ssi_signo == SIGTERM || waitpid(child, status, WNOHANG) == child))
      return true;
  }
  return false;
}

static int supervise(unsigned long uid, char **argv, char **environment) {
  struct slot slot;
  sigset_t waited;
  int errors[2], status = 0;
  if (!take_slot(uid, &slot))
    return unavailable(errno == EBUSY ? "as many of your scripts run as may at a time"
                                      : "croft-scripts.service does not run on this host");
  sigemptyset(&waited);
  sigaddset(&waited, SIGTERM);
  sigaddset(&waited, SIGCHLD);
  sigprocmask(SIG_BLOCK, &waited, NULL);
  int signals = signalfd(-1, &waited, SFD_CLOEXEC);
  bool ready = signals >= 0 && !pipe2(errors, O_CLOEXEC) && !fcntl(errors[0], F_SETFL, O_NONBLOCK);
  pid_t child = ready ? fork_into(slot) : -1;
  if (child == 0) run(slot, argv, environment, errors[1]);
  if (child < 0) {
    end_slot(slot);
    return unavailable("this host has no room for another process");
  }
  int score = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
  if (score >= 0) (void)!write(score, "-1000", 5);
  signal(SIGPIPE, SIG_IGN);
  close(errors[1]);
  (void)!chdir("/");
  bool late = !wait_for(child, signals, errors[0], &status);
  // What it started may go on writing, so not without end.
  for (int reads = 0; reads < MOST_READS && relay(errors[0]); reads++) continue;
  explain(slot, late, status);
  end_slot(slot);
  return 0;
}

static _Noreturn void sweep(void) {
  if (!prepare_groups()) fprintf(stderr, "scripts run without limits of processes and memory: %s\n", strerror(errno));
  while (true) {
    end_older_than(SECONDS + 2);
    sleep(SWEEP_SECONDS);
  }
}

int main(int argc, char **argv) {
  char **environment = environ;
  mark_lines(getenv("CROFT_SITE"));
  clearenv();
  close_range(STDERR_FILENO + 1, ~0U, 0);
  signal(SIGCHLD, SIG_DFL);
  find_groups();
  if (geteuid() != 0) {
    say("not run: the supervisor is not installed set-uid root");
    return 1;
  }
  if (argc == 2 && !strcmp(argv[1], "--sweep") && getuid() == 0) sweep();
  unsigned long uid = argc < 4 ? 0 : number(argv[1]);
  if (uid < FIRST_MEMBER || !number(argv[2])) {
    say("not run: no script runs as user %s and group %s", argc < 4 ? "?" : argv[1], argc < 4 ? "?" : argv[2]);
    return 1;
  }
  return supervise(uid, argv, environment);
}

// Sees to it that a script ends, with everything that it started, and tells its owner why.
//
//   supervisor UID GID PROGRAM…  started by the door for one request, as the server's user
//
// No member can signal it, as it is not the member's; what it ends it ends by the slot, not by its own rights.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "output.h"
#include "slots.h"
#include "words.h"

#define SUEXEC "/usr/lib/apache2/suexec-custom"

enum { TOKEN_AT = 3, FIRST_MEMBER = 1000, LAST_MEMBER = 0x7fffffff, MOST_READS = 64 };

static struct limits limits;

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

#define NO_GROUP "no control group can be made for it; an administrator looks at croft-scripts.service"

static int unavailable(const char *why) {
  say("not run: %s", why);
  printf("Status: 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Type: text/plain\r\n\r\n"
         "This script cannot be run at the moment. Try again in a few seconds.\n");
  return 0;
}

// What is said here goes the way of the script's own errors.
static _Noreturn void run(struct control_group slot, char **argv, char **environment, int output, int errors) {
  sigset_t none;
  sigemptyset(&none);
  if (dup2(output, STDOUT_FILENO) < 0 || dup2(errors, STDERR_FILENO) < 0 ||
      sigprocmask(SIG_SETMASK, &none, NULL)) _exit(126);
  // The supervisor is spared when memory is short; what it starts is not.
  int score = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
  if (score >= 0) (void)!write(score, "0", 1);
  // The server's limit of memory is not for it: the slot has one of its own.
  struct rlimit data;
  if (!getrlimit(RLIMIT_DATA, &data)) {
    data.rlim_cur = data.rlim_max;
    (void)!setrlimit(RLIMIT_DATA, &data);
  }
  if (!enter_rest(slot))
    dprintf(STDERR_FILENO, "croft: not run: this host has no control group for it: %s\n", strerror(errno));
  else if (execve(SUEXEC, argv, environment))
    dprintf(STDERR_FILENO, "croft: not run: %s: %s\n", SUEXEC, strerror(errno));
  _exit(126);
}

enum ending { ENDED, LATE, HEADERS_TOO_LONG };

static void explain(struct control_group slot, enum ending how, int status) {
  if (how == HEADERS_TOO_LONG)
    say("stopped: the headers of its answer are longer than %d bytes; an empty line ends them", MOST_OF_HEADERS);
  if (how == LATE) say("stopped after %ld s: a script may run no longer, nor may what it started", limits.seconds);
  if (killed_for_memory(slot))
    say("memory limit of %ld MB reached (%ld MB for all your scripts at a time): killed", limits.megabytes,
        ALL_MEGABYTES * limits.megabytes);
  if (not_started(slot))
    say("limit of %ld processes reached (%ld for all your scripts at a time)", limits.processes,
        ALL_PROCESSES * limits.processes);
  if (refused()) say("not run: %s", reason(WEXITSTATUS(status)));
  if (WIFSIGNALED(status)) say("ended by signal %d (%s)", WTERMSIG(status), strsignal(WTERMSIG(status)));
}

// Until the script has ended and its answer is passed on, its time is over, or the server says that the request is.
static enum ending wait_for(pid_t child, int signals, int errors, int *status) {
  struct pollfd on[] = {{.fd = signals, .events = POLLIN}, {.fd = errors, .events = POLLIN}, {0}, {0}};
  struct signalfd_siginfo what;
  bool ended = false;
  long end = milliseconds() + limits.seconds * 1000, left;
  while ((left = end - milliseconds()) > 0) {
    // What is in the pipe when the script has ended is the last of its answer, whoever else holds the other end.
    if (ended) take_output(true);
    if (headers_too_long()) return HEADERS_TOO_LONG;
    on[2] = wanted_output();
    on[3] = ready_output();
    if (ended && on[3].fd < 0) return ENDED;
    if (poll(on, 4, ended && on[2].fd >= 0 ? 0 : (int)left) < 0) continue;
    if (on[1].revents && !relay(errors)) on[1].fd = -1;
    if (on[2].revents && !ended) take_output(false);
    if (on[3].revents) pass_output();
    if (on[0].revents && read(signals, &what, sizeof what) == sizeof what) {
      if (what.ssi_signo == SIGTERM) return ENDED;
      if (waitpid(child, status, WNOHANG) == child) ended = true;
    }
  }
  return LATE;
}

static int supervise(unsigned long uid, char **argv, char **environment) {
  struct control_group slot;
  sigset_t waited;
  int output[2], errors[2], status = 0;
  if (!take_slot(uid, &limits, &slot))
    return unavailable(errno == EBUSY ? "as many of your scripts run as may at a time" : NO_GROUP);
  sigemptyset(&waited);
  sigaddset(&waited, SIGTERM);
  sigaddset(&waited, SIGCHLD);
  sigprocmask(SIG_BLOCK, &waited, NULL);
  int signals = signalfd(-1, &waited, SFD_CLOEXEC);
  bool ready = signals >= 0 && !pipe2(errors, O_CLOEXEC) && !fcntl(errors[0], F_SETFL, O_NONBLOCK) &&
               !pipe2(output, O_CLOEXEC) && !fcntl(output[0], F_SETFL, O_NONBLOCK);
  pid_t child = ready ? fork_into(slot) : -1;
  if (child == 0) run(slot, argv, environment, output[1], errors[1]);
  if (child < 0) {
    bool full = errno == EAGAIN || errno == ENOMEM || errno == EMFILE || errno == ENFILE;
    end_slot(slot);
    return unavailable(full ? "this host has no room for another process" : NO_GROUP);
  }
  signal(SIGPIPE, SIG_IGN);
  close(errors[1]);
  close(output[1]);
  relay_output(output[0]);
  (void)!chdir("/");
  enum ending how = wait_for(child, signals, errors[0], &status);
  // What it started may go on writing, so not without end.
  for (int reads = 0; reads < MOST_READS && relay(errors[0]); reads++) continue;
  explain(slot, how, status);
  end_slot(slot);
  if (how != HEADERS_TOO_LONG) last_output();
  return 0;
}

int main(int argc, char **argv) {
  char **environment = environ;
  mark_lines(TOKEN_AT, getenv("CROFT_SITE"));
  clearenv();
  close_range(STDERR_FILENO + 1, ~0U, 0);
  signal(SIGCHLD, SIG_DFL);
  // The server signals the door; if that is killed instead, the request is over all the same.
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  find_groups();
  unsigned long uid = argc < 4 ? 0 : number(argv[1]);
  if (uid < FIRST_MEMBER || !number(argv[2])) {
    say("not run: no script runs as user %s and group %s", argc < 4 ? "?" : argv[1], argc < 4 ? "?" : argv[2]);
    return 1;
  }
  if (!read_limits(&limits)) return unavailable("/etc/apache2/croft/script-limits does not hold four limits");
  return supervise(uid, argv, environment);
}

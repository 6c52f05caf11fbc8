// The one part of the supervision of scripts that is ever root: set-uid, and what Apache starts as its suexec.
//
//   door UID GID PROGRAM…
//
// Two things need rights that the server's user has not: to be in the control groups from which scripts are put into
// slots, and to read the word of the log. With both it starts the supervisor, as the server's user, and has no rights
// itself from then on. It waits only because the server knows its number.
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/sched.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define SUPERVISOR "/usr/lib/croft/scripts/supervisor"
#define TOKEN "/etc/apache2/croft/log-token"
#define GROUP "/system.slice/croft-scripts.service/supervisors"

enum { TOKEN_AT = 3 };  // the descriptor from which the supervisor reads the word

// Like fork, but the child is where supervisors are. Without that place the supervisor makes no slot, and says so.
static pid_t fork_among_supervisors(void) {
  int group = open("/sys/fs/cgroup/unified" GROUP, O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (group < 0) group = open("/sys/fs/cgroup" GROUP, O_PATH | O_DIRECTORY | O_CLOEXEC);
  struct clone_args how = {.flags = CLONE_INTO_CGROUP, .exit_signal = SIGCHLD, .cgroup = (__u64)group};
  pid_t child = group < 0 ? -1 : (pid_t)syscall(SYS_clone3, &how, sizeof how);
  return child < 0 ? fork() : child;
}

// When memory is short, the kernel takes what runs in a slot, not who ends it.
static void last_to_be_killed(void) {
  int score = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
  if (score >= 0) (void)!write(score, "-1000", 5);
  if (score >= 0) close(score);
}

int main(int argc, char **argv) {
  int got, status = 0;
  sigset_t all;
  sigfillset(&all);
  // The three parts are there: for a set-uid program the library puts something in the place of those that are not.
  close_range(TOKEN_AT, ~0U, 0);
  if (argc < 4 || geteuid() || !getuid() || sigprocmask(SIG_SETMASK, &all, NULL) || signal(SIGCHLD, SIG_DFL) == SIG_ERR)
    return 1;
  last_to_be_killed();
  int token = open(TOKEN, O_RDONLY);
  pid_t child = fork_among_supervisors();
  if (child < 0 || setresuid(getuid(), getuid(), getuid())) return 1;
  if (child == 0) {
    argv[0] = SUPERVISOR;
    execv(SUPERVISOR, argv);
    return 1;
  }
  if (token >= 0) close(token);
  // Whatever else reaches it, it stays until the supervisor has ended, which it tells when the server gives up.
  while (waitpid(child, &status, WNOHANG) == 0)
    if (!sigwait(&all, &got) && got == SIGTERM) kill(child, SIGTERM);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

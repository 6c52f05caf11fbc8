#define _GNU_SOURCE
#include "words.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define VIOLATION "suexec policy violation"

enum { MOST = 65536, OF_A_LINE = 64 };  // bytes of one script, with what each line costs

static char mark[400];
static bool violation;

void mark_lines(int from, const char *site) {
  char token[65];
  FILE *in = fdopen(from, "r");
  if (!in || fscanf(in, "%64[0-9a-f]", token) != 1) site = NULL;
  if (in) fclose(in);
  if (site && *site && !site[strspn(site, "abcdefghijklmnopqrstuvwxyz0123456789.-")])
    snprintf(mark, sizeof mark, "%s %s ", token, site);
}

// Writes at one stroke; a log that takes nothing must not hold up the end of a script.
static void tell(const char *text, size_t length) {
  char line[PIPE_BUF], when[32];
  struct timespec t;
  struct tm day;
  clock_gettime(CLOCK_REALTIME, &t);
  strftime(when, sizeof when, "%F %T", localtime_r(&t.tv_sec, &day));
  size_t at = (size_t)snprintf(line, sizeof line, "%s[%s.%06ld] [cgi:error] [pid %d] ", mark, when, t.tv_nsec / 1000,
                               getpid());
  for (size_t i = 0; i < length && at < sizeof line - 1; i++)
    line[at++] = iscntrl((unsigned char)text[i]) ? ' ' : text[i];
  line[at++] = '\n';
  if (poll(&(struct pollfd){.fd = STDERR_FILENO, .events = POLLOUT}, 1, 100) > 0)
    (void)!write(STDERR_FILENO, line, at);
}

void say(const char *format, ...) {
  char text[512] = "croft: ";
  va_list rest;
  va_start(rest, format);
  vsnprintf(text + strlen(text), sizeof text - strlen(text), format, rest);
  va_end(rest);
  tell(text, strlen(text));
}

bool relay(int from) {
  static char heard[2048];
  static size_t pending, told;
  ssize_t got = read(from, heard + pending, sizeof heard - pending);
  if (got < 0) return errno == EINTR;
  pending += (size_t)got;
  while (pending) {
    char *stop = memchr(heard, '\n', pending);
    if (!stop && got && pending < sizeof heard) break;
    size_t length = stop ? (size_t)(stop - heard) : pending, used = length + (stop ? 1 : 0);
    // Nothing is said before suexec, and it does not give the reason: its exit status does.
    if (!told && length > strlen(VIOLATION) && !memcmp(heard, VIOLATION, strlen(VIOLATION)))
      violation = true;
    else if (told < MOST)
      tell(heard, length);
    if (told < MOST && told + used + OF_A_LINE >= MOST) say("what else the script writes to its errors is not kept");
    told += used + OF_A_LINE;
    pending -= used;
    memmove(heard, heard + used, pending);
  }
  return got > 0;
}

bool refused(void) { return violation; }

const char *reason(int status) {
  switch (status) {
    case 104:
    case 114: return "it does not lie below the site's directory of scripts, links followed";
    case 115:
    case 117: return "it is not there, or is a symbolic link; a script is a plain file";
    case 116: return "others may write to its directory; chmod go-w the directory";
    case 118: return "others may write to it; chmod go-w the file";
    case 119: return "it is set-uid or set-gid; chmod ug-s the file";
    case 120: return "it, or its directory, does not belong to the user and the group of the site";
    case 121: return "it may not be executed; chmod u+x the file";
    case 255: return "it does not start; its first line (#!) must name a program and have no carriage return";
    default: return "suexec refused it; an administrator finds the reason in /var/log/apache2/suexec.log";
  }
}

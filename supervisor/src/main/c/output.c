#define _GNU_SOURCE
#include "output.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

static int source = -1;
static char held[MOST_OF_HEADERS];
static size_t have, sent, looked;
static bool past;  // the headers are complete, or all that will come of them is here

void relay_output(int from) { source = from; }

struct pollfd wanted_output(void) {
  return (struct pollfd){.fd = have < sizeof held ? source : -1, .events = POLLIN};
}

struct pollfd ready_output(void) {
  return (struct pollfd){.fd = past && sent < have ? STDOUT_FILENO : -1, .events = POLLOUT};
}

bool headers_too_long(void) { return !past && have == sizeof held; }

static void no_more(void) {
  close(source);
  source = -1;
  past = true;
}

// An empty line, as the server sees it: with or without a carriage return.
static bool headers_end(void) {
  for (; looked < have; looked++) {
    size_t before = looked && held[looked - 1] == '\r' ? looked - 1 : looked;
    if (held[looked] == '\n' && (!before || held[before - 1] == '\n')) return true;
  }
  return false;
}

void take_output(bool last) {
  if (source < 0 || have == sizeof held) return;
  ssize_t got = read(source, held + have, sizeof held - have);
  if (got > 0) {
    have += (size_t)got;
    if (!past) past = headers_end();
  } else if (!got || last || (errno != EAGAIN && errno != EINTR)) {
    no_more();
  }
}

// As much as never blocks where poll(2) says that there is room.
void pass_output(void) {
  size_t length = have - sent < PIPE_BUF ? have - sent : PIPE_BUF;
  ssize_t taken = write(STDOUT_FILENO, held + sent, length);
  if (taken > 0) sent += (size_t)taken;
  if (taken < 0 && errno != EAGAIN && errno != EINTR) {
    // Nobody listens any more: the script is told when it goes on writing.
    if (source >= 0) no_more();
    sent = have;
  }
  if (sent == have) sent = have = 0;
}

void last_output(void) {
  past = true;
  struct pollfd ready;
  while ((ready = ready_output()).fd >= 0 && poll(&ready, 1, 0) > 0) pass_output();
}

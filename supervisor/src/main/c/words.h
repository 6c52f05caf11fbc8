// What is told to the owner of a script: lines of the web server's log of errors, each marked as one of the owner's
// site by the word and the name that log-split looks for.
#ifndef WORDS_H
#define WORDS_H
#include <stdbool.h>

// Takes the word of the log from a descriptor, which it closes, and the name of the site as the server's configuration
// has said it (CROFT_SITE). Without one of them, lines go to the administrators.
void mark_lines(int from, const char *site);

// A sentence of our own.
void say(const char *format, ...) __attribute__((format(printf, 1, 2)));

// Passes on what a script has written to its errors, as whole lines and not without end. False when there is no more.
bool relay(int from);

// Whether suexec has said that it refused, and what its exit status means.
bool refused(void);
const char *reason(int status);
#endif

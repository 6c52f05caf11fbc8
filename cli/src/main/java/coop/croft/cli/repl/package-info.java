/** Programs that are entered piece by piece, and what comes of each piece at once. */
@org.jspecify.annotations.NullMarked
package coop.croft.cli.repl;

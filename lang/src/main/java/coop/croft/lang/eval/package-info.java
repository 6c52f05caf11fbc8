/** Typed code, and the machine that runs it. */
@org.jspecify.annotations.NullMarked
package coop.croft.lang.eval;

/** The checker: turns trees into typed code, or into diagnostics. */
@org.jspecify.annotations.NullMarked
package coop.croft.lang.check;

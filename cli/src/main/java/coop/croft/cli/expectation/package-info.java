/** What members expect of their programs, written beside them, and whether it is so. */
@org.jspecify.annotations.NullMarked
package coop.croft.cli.expectation;

/** What tools can know about a program, faulty or not. */
@org.jspecify.annotations.NullMarked
package coop.croft.lang.study;

/** The wording of messages and how they are shown. */
@org.jspecify.annotations.NullMarked
package coop.croft.lang.message;

/** What a library offers, for people: every declaration with its type, doc string and place. */
@org.jspecify.annotations.NullMarked
package coop.croft.lang.reference;

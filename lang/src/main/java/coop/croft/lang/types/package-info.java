/** Types, rows and open types, and when one type may stand for another. */
@org.jspecify.annotations.NullMarked
package coop.croft.lang.types;

/** The one layout of programs: from tokens, comments and the tree to a document, and to text. */
@org.jspecify.annotations.NullMarked
package coop.croft.lang.format;

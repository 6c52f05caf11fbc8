/** The reference of the library as text, as web pages and as manual pages. */
@org.jspecify.annotations.NullMarked
package coop.croft.cli.reference;

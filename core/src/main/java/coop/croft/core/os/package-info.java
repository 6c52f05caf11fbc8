/**
 * The only place that speaks to the kernel past the Java library, and the only one that starts
 * programs. Depends on nothing but the Java library, so that the root helper needs nothing else.
 */
@org.jspecify.annotations.NullMarked
package coop.croft.core.os;

/** Predicates over the stack of contexts, and exact implication between them. */
@org.jspecify.annotations.NullMarked
package coop.croft.lang.predicate;

/** Generated programs against the whole library: the checker as the boundary that it is. */
@org.jspecify.annotations.NullMarked
package coop.croft.services.soundness;

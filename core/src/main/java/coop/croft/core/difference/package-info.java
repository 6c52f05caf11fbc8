/** How two texts differ, line by line. */
@org.jspecify.annotations.NullMarked
package coop.croft.core.difference;

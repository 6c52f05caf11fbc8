@org.jspecify.annotations.NullMarked
package coop.croft.lang.types;

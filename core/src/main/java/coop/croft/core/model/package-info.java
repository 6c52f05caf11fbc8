@org.jspecify.annotations.NullMarked
package coop.croft.core.model;

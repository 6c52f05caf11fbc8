@org.jspecify.annotations.NullMarked
package coop.croft.lab;

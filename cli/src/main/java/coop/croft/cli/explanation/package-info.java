@org.jspecify.annotations.NullMarked
package coop.croft.cli.explanation;

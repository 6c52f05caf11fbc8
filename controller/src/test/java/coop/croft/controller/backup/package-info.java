@org.jspecify.annotations.NullMarked
package coop.croft.controller.backup;

@org.jspecify.annotations.NullMarked
package coop.croft.services.imports.apache;

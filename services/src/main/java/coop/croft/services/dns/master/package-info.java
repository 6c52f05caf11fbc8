@org.jspecify.annotations.NullMarked
package coop.croft.services.dns.master;

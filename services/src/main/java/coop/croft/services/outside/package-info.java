/** What strangers see of names: delegations, and what each name server of a domain answers. */
@org.jspecify.annotations.NullMarked
package coop.croft.services.outside;

/**
 * The agent of a host: unprivileged, it asks the controller what the host should run, fetches and
 * checks it with the daemons' own checkers, has the root helper put it in place, and says what came
 * of it. It also relays members' calls on hosts where they may log in.
 */
@org.jspecify.annotations.NullMarked
package coop.croft.agent;

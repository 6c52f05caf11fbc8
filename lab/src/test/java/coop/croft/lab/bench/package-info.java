/** What `bin/bench apply` measures in a running lab: from the command to the answers. */
@NullMarked
package coop.croft.lab.bench;

import org.jspecify.annotations.NullMarked;

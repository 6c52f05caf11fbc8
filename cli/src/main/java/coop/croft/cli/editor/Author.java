package coop.croft.cli.editor;

import coop.croft.core.model.Rights;
import coop.croft.services.Compiler;

/**
 * Whose programs are written, and all that decides what these may say.
 *
 * @param rights of the whole site, in it
 */
public record Author(Compiler compiler, Rights rights, String member) {}

package coop.croft.controller.engine;

import coop.croft.lang.Diagnostic;
import coop.croft.lang.SourceText;

/** Why a submission cannot be. */
public sealed interface Complaint {
  /** An error at a place of a program that the submitter may see. */
  record AtPlace(SourceText text, Diagnostic diagnostic) implements Complaint {}

  /** A reason without a place. */
  record Plain(String sentence) implements Complaint {}
}

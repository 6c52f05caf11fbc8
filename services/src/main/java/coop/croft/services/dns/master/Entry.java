package coop.croft.services.dns.master;

import coop.croft.lang.Span;
import java.util.List;

/**
 * One line of a master file, or several that parentheses tie together.
 *
 * @param start the place of its first word, or of the line
 * @param indented whether it begins with a blank, and so has the owner of the record before
 * @param comments without the semicolon
 */
record Entry(Span start, boolean indented, List<Word> words, List<String> comments) {}

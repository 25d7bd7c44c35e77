/* Signed-in pages, made quicker. Everything here also works as plain forms. */
import "./authors.js";
import "./paper.js";
import "./autosave.js";
import "./bids.js";

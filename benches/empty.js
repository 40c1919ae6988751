"use strict";

// A package with nothing in it, for import-time.js.

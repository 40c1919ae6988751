"use strict";

// Which glibc an addon needs is read from its symbols.

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { compare, readNeeds } = require("../../scripts/release/glibc-floor.js");

const symbols = `
Symbol table '.dynsym' contains 5 entries:
   Num:    Value          Size Type    Bind   Vis      Ndx Name
     1: 0000000000000000     0 FUNC    GLOBAL DEFAULT  UND memcpy@GLIBC_2.14 (4)
     2: 0000000000000000     0 FUNC    GLOBAL DEFAULT  UND fstat64@GLIBC_2.33 (3)
     3: 0000000000000000     0 FUNC    WEAK   DEFAULT  UND stat64@GLIBC_2.33 (3)
     4: 0000000000000000     0 NOTYPE  WEAK   DEFAULT  UND __gmon_start__
     5: 0000000000000000     0 FUNC    GLOBAL DEFAULT  UND _Unwind_Resume@GCC_3.0 (2)
     6: 0000000000000000     0 FUNC    GLOBAL DEFAULT  UND close@GLIBC_2.2.5 (2)
     7: 0000000000012340    10 FUNC    GLOBAL DEFAULT   12 napi_register_module_v1
`;

test("an addon's needs come with their symbols, the newest glibc first", () => {
  assert.deepEqual(readNeeds(symbols), [
    ["2.33", ["fstat64", "stat64"]],
    ["2.14", ["memcpy"]],
    ["2.2.5", ["close"]],
  ]);
});

test("versions are compared as numbers", () => {
  assert.ok(compare("2.9", "2.17") < 0);
  assert.ok(compare("2.17", "2.17.1") < 0);
  assert.ok(compare("2.34", "2.17") > 0);
  assert.equal(compare("2.17", "2.17"), 0);
});

// What every bundler bundles for a browser, where it has to fail with one sentence.

import { runs } from "hairtrigger";

runs.list();

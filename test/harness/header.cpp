// Expectations about a header stand in the file that is checked.
// RUN: %check-tidy bugprone-suspicious-semicolon %s --tidy-arg=--header-filter=.*
#include "Inputs/semicolon.h"
// expected-warning@Inputs/semicolon.h:3 {{unintended semicolon}}

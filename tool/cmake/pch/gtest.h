// What the unit tests precompile.
#include "llvm.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

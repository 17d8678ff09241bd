// What is open where an assertion of a test has failed is no leak: the macros of
// GoogleTest, in the shape that its header gives them.
// RUN: %check-fd fd-* %s
#include <fcntl.h>
#include <unistd.h>

namespace testing {
class AssertionResult {
public:
  operator bool() const;
};
template <typename A, typename B>
AssertionResult compareEqual(const A &Left, const B &Right);
struct Message {};
namespace internal {
class AssertHelper {
public:
  AssertHelper(int Kind, const char *File, int Line);
  ~AssertHelper();
  void operator=(const Message &Text) const;
};
} // namespace internal
} // namespace testing

#define REPORT(Kind)                                                           \
  testing::internal::AssertHelper(Kind, __FILE__, __LINE__) = testing::Message()
#define SUCCEED() REPORT(0)
#define EXPECT_EQ(A, B)                                                        \
  if (testing::AssertionResult R = testing::compareEqual(A, B))                \
    ;                                                                          \
  else                                                                         \
    REPORT(1)
#define ASSERT_EQ(A, B)                                                        \
  if (testing::AssertionResult R = testing::compareEqual(A, B))                \
    ;                                                                          \
  else                                                                         \
    return REPORT(2)

void twoEnds() {
  int Ends[2];
  ASSERT_EQ(pipe(Ends), 0);
  char Byte = 0;
  ASSERT_EQ(write(Ends[1], &Byte, 1), 1);
  close(Ends[0]);
  close(Ends[1]);
}

void forgets() {
  int Ends[2]; // the read end is lost where all went well
  ASSERT_EQ(pipe(Ends), 0); // expected-warning {{read end 'Ends[0]' of the pipe is still open}}
  char Byte = 0;
  EXPECT_EQ(write(Ends[1], &Byte, 1), 1);
  close(Ends[1]);
}

void succeeds(bool Early) {
  int Fd = open("/dev/null", O_RDONLY); // expected-warning {{descriptor 'Fd' is still open when the function returns}}
  if (Early) {
    SUCCEED();
    return;
  }
  close(Fd);
}

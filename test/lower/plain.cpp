// RUN: %fdtidy lower %s -- | FileCheck %s
// A function out of view is plain if it is given something, and nothing that an
// object of its caller's could be in.
#include <any>
#include <ctime>
#include <string>
#include <vector>
extern "C" int close(int);
struct Server;
int byName(const char *Name, int Flags, int *Error);
int byNumber(unsigned long Number);
int byText(const std::string &Name, const timespec *When);
int byAny(const std::any &Value);
int byMany(const std::vector<int> &Values);
int byNothing();
int byServer(Server *S, const char *Name);
int byContext(void *Context);
int byCallback(int (*Callback)(int));
struct Log {
  static int byPath(const char *Path);
  int member(const char *Path);
};

void all(Server *S, void *Context, Log &L) {
  int Error;
  close(byName("x", 0, &Error));
  close(byNumber(1));
  close(byText("x", nullptr));
  close(byAny(1));
  close(byMany({}));
  close(byNothing());
  close(byServer(S, "x"));
  close(byContext(Context));
  close(byCallback(close));
  close(Log::byPath("x"));
  close(L.member("x"));
}
// CHECK-DAG: "byName"(){{.*}} plain !
// CHECK-DAG: "byNumber"(){{.*}} plain !
// CHECK-DAG: "Log::byPath"(){{.*}} plain !
// CHECK-DAG: "byText"(){{.*}} plain !
// CHECK-DAG: "byAny"() !
// CHECK-DAG: "byMany"() !
// CHECK-DAG: "byNothing"() !
// CHECK-DAG: "byServer"() !
// CHECK-DAG: "byContext"() !
// CHECK-DAG: "byCallback"() !
// CHECK-DAG: "Log::member"() method of @{{[^ ]+}} public !

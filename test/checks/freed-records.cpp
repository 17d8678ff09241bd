// RUN: %check-fd 'fd-*' %s
// A record behind a smart pointer is freed with its descriptor open, although
// the destructor of the class closes those that are left.
#include <fcntl.h>
#include <map>
#include <memory>
#include <string>
#include <unistd.h>
#include <vector>

namespace ofWrong {
struct Child {
  pid_t Pid = -1;
  int Out = -1;
  int Log = -1;
};

static bool start(Child &C, const char *Path) {
  C.Out = open(Path, O_RDONLY | O_CLOEXEC);
  return C.Out >= 0;
}

class Wrong {
public:
  void add(const std::string &Name, const char *Path) {
    auto C = std::make_unique<Child>();
    if (start(*C, Path))
      Children[Name] = std::move(C); // the first of its name, as far as is known
  }
  void stop(const std::string &Name) {
    auto It = Children.find(Name);
    if (It == Children.end())
      return;
    Children.erase(It); // expected-warning {{descriptor 'Children[...].second->Out' is still open when the record that holds it is freed}}
  }
  ~Wrong() {
    for (auto &[Name, C] : Children)
      close(C->Out);
  }

private:
  std::map<std::string, std::unique_ptr<Child>> Children;
};
} // namespace ofWrong

namespace ofRight {
struct Child {
  pid_t Pid = -1;
  int Out = -1;
  int Log = -1;
};

static bool start(Child &C, const char *Path) {
  C.Out = open(Path, O_RDONLY | O_CLOEXEC);
  return C.Out >= 0;
}

class Right {
public:
  void add(const std::string &Name, const char *Path) {
    auto C = std::make_unique<Child>();
    if (start(*C, Path))
      Children[Name] = std::move(C);
  }
  void stop(const std::string &Name) {
    auto It = Children.find(Name);
    if (It == Children.end())
      return;
    close(It->second->Out);
    Children.erase(It);
  }
  ~Right() {
    for (auto &[Name, C] : Children)
      close(C->Out);
  }

private:
  std::map<std::string, std::unique_ptr<Child>> Children;
};
} // namespace ofRight

// Another member closes it and leaves the stale number: whether the record that
// is freed is still open, nobody knows.
namespace ofClosedBefore {
struct Child {
  pid_t Pid = -1;
  int Out = -1;
  int Log = -1;
};

static bool start(Child &C, const char *Path) {
  C.Out = open(Path, O_RDONLY | O_CLOEXEC);
  return C.Out >= 0;
}

class ClosedBefore {
public:
  bool add(const char *Path) {
    auto C = std::make_unique<Child>();
    if (!start(*C, Path))
      return false;
    Children.push_back(std::move(C));
    return true;
  }
  void onEof() { close(Children.back()->Out); }
  void drop() { Children.pop_back(); }

private:
  std::vector<std::unique_ptr<Child>> Children;
};
} // namespace ofClosedBefore

// One that takes the number out of the record says which are open.
namespace ofTakenBefore {
struct Child {
  pid_t Pid = -1;
  int Out = -1;
  int Log = -1;
};

static bool start(Child &C, const char *Path) {
  C.Out = open(Path, O_RDONLY | O_CLOEXEC);
  return C.Out >= 0;
}

class TakenBefore {
public:
  bool add(const char *Path) {
    auto C = std::make_unique<Child>();
    if (!start(*C, Path))
      return false;
    Children.push_back(std::move(C));
    return true;
  }
  void onEof() {
    close(Children.back()->Out);
    Children.back()->Out = -1;
  }
  void drop() {
    Children.pop_back(); // expected-warning {{descriptor 'Children[...]->Out' is still open when the record that holds it is freed}}
  }
  ~TakenBefore() {
    for (auto &C : Children)
      if (C->Out >= 0)
        close(C->Out);
  }

private:
  std::vector<std::unique_ptr<Child>> Children;
};
} // namespace ofTakenBefore

// Closing one descriptor of the record says nothing of the other.
namespace ofOneOfTwo {
struct Child {
  pid_t Pid = -1;
  int Out = -1;
  int Log = -1;
};

static bool start(Child &C, const char *Path) {
  C.Out = open(Path, O_RDONLY | O_CLOEXEC);
  return C.Out >= 0;
}

class OneOfTwo {
public:
  bool add(const char *Path) {
    auto C = std::make_unique<Child>();
    if (!start(*C, Path))
      return false;
    C->Log = open("/log", O_WRONLY | O_CLOEXEC);
    Children.push_back(std::move(C));
    return true;
  }
  void drop() {
    close(Children.back()->Log);
    Children.pop_back(); // expected-warning {{descriptor 'Children[...]->Out' is still open when the record that holds it is freed}}
  }
  ~OneOfTwo() {
    for (auto &C : Children) {
      close(C->Out);
      close(C->Log);
    }
  }

private:
  std::vector<std::unique_ptr<Child>> Children;
};
} // namespace ofOneOfTwo

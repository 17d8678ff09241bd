//===- Request.cpp - What a client asks for -------------------------------===//
// Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Parses a request. Nothing in it is trusted: wrong types are errors, not
// exceptions.
//===----------------------------------------------------------------------===//
#include "Request.h"
#include <nlohmann/json.hpp>

namespace sidecar {

using nlohmann::json;

static Error wrong(const std::string &Text) { return Error{"", 0, Text}; }

Result<Request> parseRequest(std::string_view Line) {
  json Object = json::parse(Line, nullptr, /*allow_exceptions=*/false);
  if (!Object.is_object())
    return wrong("a request is a JSON object");
  static constexpr std::pair<const char *, Request::Verb> Verbs[] = {
      {"status", Request::Verb::Status},
      {"health", Request::Verb::Health},
      {"metrics", Request::Verb::Metrics},
      {"logs", Request::Verb::Logs},
      {"start", Request::Verb::Start},
      {"stop", Request::Verb::Stop},
      {"restart", Request::Verb::Restart},
      {"shutdown", Request::Verb::Shutdown}};
  Request R;
  bool Known = false;
  for (const auto &[Key, Value] : Object.items()) {
    if (Key == "command" && Value.is_string()) {
      for (const auto &[Name, What] : Verbs)
        if (Value.get_ref<const std::string &>() == Name) {
          R.What = What;
          Known = true;
        }
    } else if (Key == "names" && Value.is_array()) {
      for (const json &Name : Value) {
        if (!Name.is_string())
          return wrong("`names` is a list of strings");
        R.Names.push_back(Name.get<std::string>());
      }
    } else if (Key == "wait" && Value.is_boolean()) {
      R.Wait = Value.get<bool>();
    } else if (Key == "follow" && Value.is_boolean()) {
      R.Follow = Value.get<bool>();
    } else if (Key == "lines" && Value.is_number_integer()) {
      auto Lines = Value.get<int64_t>();
      if (Lines < -1 || Lines > 1000000)
        return wrong("`lines` is out of range");
      R.Lines = int(Lines);
    } else {
      return wrong("unknown key or wrong type: '" + Key + "'");
    }
  }
  if (!Known)
    return wrong("unknown command");
  bool Acts = R.What == Request::Verb::Start || R.What == Request::Verb::Stop ||
              R.What == Request::Verb::Restart;
  if ((Acts && R.Names.empty()) ||
      (R.What == Request::Verb::Logs && R.Names.size() != 1))
    return wrong("a name is needed");
  return R;
}

} // namespace sidecar

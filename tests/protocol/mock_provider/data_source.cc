#include <utility>

#include "tests/protocol/mock_provider/parts.h"
#include "tests/protocol/mock_provider/settings.h"

namespace mock {
namespace {

class DataSource final : public tf::DataSource {
 public:
  explicit DataSource(const Named& named) : named_(named), type_(named.data_source.type()) {}

  absl::string_view type_name() const override { return named_.type_name; }
  const tf::schema::Schema& schema() const override { return named_.data_source; }

  void Read(const tf::ReadDataRequest& request, tf::ReadDataResponse& response) const override {
    const auto found =
        SettingsOf(request.operation).store.ReadData(request.config.attribute("id").string());
    if (!found.ok()) {
      response.diagnostics.AddError("failed to read data source",
                                    std::string(found.status().message()));
      return;
    }
    response.state = FromStored({.object = found->values}, type_);
  }

 private:
  const Named& named_;
  const tf::Type type_;
};

}  // namespace

std::unique_ptr<tf::DataSource> NewDataSource(const Named& named) {
  return std::make_unique<DataSource>(named);
}

}  // namespace mock

// The provider that bench/rpc compares ours to: provider.cc with terraform-plugin-framework. The
// two have the same schema, and answer every request with the same bytes.
package main

import (
	"context"
	"log"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

type benchProvider struct{}

func (benchProvider) Metadata(_ context.Context, _ provider.MetadataRequest, response *provider.MetadataResponse) {
	response.TypeName = "bench"
}

func (benchProvider) Schema(_ context.Context, _ provider.SchemaRequest, response *provider.SchemaResponse) {
	response.Schema = schema.Schema{}
}

func (benchProvider) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {
}

func (benchProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{
		func() resource.Resource { return &echo[record]{"bench_record", recordSchema} },
		func() resource.Resource { return &echo[table]{"bench_table", tableSchema} },
	}
}

func (benchProvider) DataSources(context.Context) []func() datasource.DataSource {
	return nil
}

func main() {
	options := providerserver.ServeOpts{
		Address:         "registry.terraform.io/sixgate/bench",
		ProtocolVersion: 6,
	}
	newProvider := func() provider.Provider { return benchProvider{} }
	if err := providerserver.Serve(context.Background(), newProvider, options); err != nil {
		log.Fatal(err)
	}
}

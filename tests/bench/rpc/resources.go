package main

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

type record struct {
	ID      types.String `tfsdk:"id"`
	Name    types.String `tfsdk:"name"`
	Size    types.Int64  `tfsdk:"size"`
	Enabled types.Bool   `tfsdk:"enabled"`
	Tags    types.List   `tfsdk:"tags"`
	Labels  types.Map    `tfsdk:"labels"`
	Zone    types.String `tfsdk:"zone"`
	Note    types.String `tfsdk:"note"`
}

type row struct {
	Name    types.String `tfsdk:"name"`
	Port    types.Int64  `tfsdk:"port"`
	Enabled types.Bool   `tfsdk:"enabled"`
	Note    types.String `tfsdk:"note"`
}

type table struct {
	ID   types.String `tfsdk:"id"`
	Rows []row        `tfsdk:"rows"`
}

func (model *record) setID(id string) { model.ID = types.StringValue(id) }
func (model *table) setID(id string)  { model.ID = types.StringValue(id) }

func idAttribute() schema.StringAttribute {
	return schema.StringAttribute{
		Computed:      true,
		PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
	}
}

var recordSchema = schema.Schema{Attributes: map[string]schema.Attribute{
	"id":      idAttribute(),
	"name":    schema.StringAttribute{Required: true},
	"size":    schema.Int64Attribute{Required: true},
	"enabled": schema.BoolAttribute{Optional: true},
	"tags":    schema.ListAttribute{Optional: true, ElementType: types.StringType},
	"labels":  schema.MapAttribute{Optional: true, ElementType: types.StringType},
	"zone": schema.StringAttribute{
		Optional: true, Computed: true, Default: stringdefault.StaticString("north"),
	},
	"note": schema.StringAttribute{Optional: true},
}}

var tableSchema = schema.Schema{Attributes: map[string]schema.Attribute{
	"id": idAttribute(),
	"rows": schema.ListNestedAttribute{
		Required: true,
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"name":    schema.StringAttribute{Required: true},
			"port":    schema.Int64Attribute{Required: true},
			"enabled": schema.BoolAttribute{Optional: true},
			"note":    schema.StringAttribute{Optional: true},
		}},
	},
}}

// A resource that holds nothing: what is planned is there at once, with an id.
type echo[M any] struct {
	typeName string
	schema   schema.Schema
}

func (r *echo[M]) Metadata(_ context.Context, _ resource.MetadataRequest, response *resource.MetadataResponse) {
	response.TypeName = r.typeName
}

func (r *echo[M]) Schema(_ context.Context, _ resource.SchemaRequest, response *resource.SchemaResponse) {
	response.Schema = r.schema
}

func (r *echo[M]) Create(ctx context.Context, request resource.CreateRequest, response *resource.CreateResponse) {
	var model M
	response.Diagnostics.Append(request.Plan.Get(ctx, &model)...)
	any(&model).(interface{ setID(string) }).setID("1")
	response.Diagnostics.Append(response.State.Set(ctx, &model)...)
}

func (r *echo[M]) Read(ctx context.Context, request resource.ReadRequest, response *resource.ReadResponse) {
	var model M
	response.Diagnostics.Append(request.State.Get(ctx, &model)...)
	response.Diagnostics.Append(response.State.Set(ctx, &model)...)
}

func (r *echo[M]) Update(ctx context.Context, request resource.UpdateRequest, response *resource.UpdateResponse) {
	var model M
	response.Diagnostics.Append(request.Plan.Get(ctx, &model)...)
	response.Diagnostics.Append(response.State.Set(ctx, &model)...)
}

func (r *echo[M]) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}

using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Orleans.QuantumMesh.Gateway;

/// <summary>Says what C# types can't: a text is one of some words, a seed is a whole number or decimal text, and a request's body has no other fields.</summary>
internal sealed class SchemaTransformer : IOpenApiSchemaTransformer
{
    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.JsonPropertyInfo is { Name: "seed" })
        {
            schema.Type = JsonSchemaType.Integer | JsonSchemaType.String;
            schema.Format = null;
            schema.Pattern = "^[0-9]{1,39}$";
        }

        if (context.JsonPropertyInfo?.AttributeProvider?.GetCustomAttributes(typeof(AllowedValuesAttribute), inherit: true) is [AllowedValuesAttribute allowed, ..])
        {
            schema.Enum = [.. allowed.Values.OfType<string>().Select(value => (JsonNode)JsonValue.Create(value))];
        }

        if (context.JsonPropertyInfo is null && context.JsonTypeInfo.Type is { } type && (type == typeof(SubmitBody) || type == typeof(ValidateBody) || type == typeof(ReservationBody)))
        {
            schema.AdditionalPropertiesAllowed = false;
        }

        return Task.CompletedTask;
    }
}

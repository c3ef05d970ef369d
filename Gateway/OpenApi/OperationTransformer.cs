using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Orleans.QuantumMesh.Gateway;

/// <summary>Adds to the OpenAPI document what routes read by themselves, examples, the request id, and the errors that every route can give.</summary>
internal sealed class OperationTransformer : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        IList<object> metadata = context.Description.ActionDescriptor.EndpointMetadata;
        operation.Parameters ??= [];
        foreach (ParameterDescription parameter in metadata.OfType<ParameterDescription>())
        {
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = parameter.Name,
                In = parameter.InQuery ? ParameterLocation.Query : ParameterLocation.Header,
                Description = parameter.Description,
                Schema = SchemaOf(parameter),
            });
        }

        operation.Parameters.Add(new OpenApiParameter { Name = RequestIdMiddleware.Header, In = ParameterLocation.Header, Description = "The request's id; echoed, or made where it is absent.", Schema = SchemaOf("string") });
        if (metadata.OfType<RequestExample>().FirstOrDefault() is { } example && operation.RequestBody?.Content is { } contents)
        {
            foreach (OpenApiMediaType content in contents.Values.OfType<OpenApiMediaType>())
            {
                content.Example = JsonNode.Parse(example.Json);
            }
        }

        OpenApiSchemaReference problem = new(nameof(ProblemBody), context.Document);
        operation.Responses ??= [];
        if (!operation.Responses.ContainsKey("default"))
        {
            operation.Responses["default"] = new OpenApiResponse
            {
                Description = "A problem, in the one shape of all errors.",
                Content = new Dictionary<string, OpenApiMediaType> { [ProblemResult.ContentType] = new() { Schema = problem, Example = JsonNode.Parse(OpenApiExamples.Problem) } },
            };
        }

        return Task.CompletedTask;
    }

    private static OpenApiSchema SchemaOf(ParameterDescription parameter)
    {
        OpenApiSchema schema = SchemaOf(parameter.Type);
        if (parameter.Type == "string")
        {
            (schema.MinLength, schema.MaxLength) = (parameter.Least, parameter.Most);
        }
        else
        {
            schema.Minimum = parameter.Least?.ToString(CultureInfo.InvariantCulture);
            schema.Maximum = parameter.Most?.ToString(CultureInfo.InvariantCulture);
        }

        if (parameter.Words.Count > 0)
        {
            OpenApiSchema worded = schema.Items as OpenApiSchema ?? schema;
            worded.Enum = [.. parameter.Words.Select(word => (JsonNode)word)];
        }

        return schema;
    }

    private static OpenApiSchema SchemaOf(string type) => type switch
    {
        "integer" => new OpenApiSchema { Type = JsonSchemaType.Integer },
        "number" => new OpenApiSchema { Type = JsonSchemaType.Number },
        "boolean" => new OpenApiSchema { Type = JsonSchemaType.Boolean },
        "array" => new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String } },
        _ => new OpenApiSchema { Type = JsonSchemaType.String },
    };
}

using System.Text.Json;

namespace Orleans.QuantumMesh.EndToEnd.Tests;

/// <summary>Compares answers with what the OpenAPI document says of them: fields that lack, fields that it doesn't know, types that differ.</summary>
public sealed class SchemaCheck(JsonElement document)
{
    private readonly List<string> faults = [];

    /// <summary>What differs, a line each.</summary>
    public IReadOnlyList<string> Faults => faults;

    /// <summary>Checks the body of a route's good answer.</summary>
    public void Check(string method, string route, string status, JsonElement body)
    {
        JsonElement response = document.GetProperty("paths").GetProperty("/api/v1" + route).GetProperty(method).GetProperty("responses").GetProperty(status);
        Check(response.GetProperty("content").EnumerateObject().First().Value.GetProperty("schema"), body, route);
    }

    private void Check(JsonElement schema, JsonElement value, string path)
    {
        if (schema.TryGetProperty("$ref", out JsonElement reference))
        {
            schema = document.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!["#/components/schemas/".Length..]);
        }

        if (schema.TryGetProperty("oneOf", out JsonElement choices))
        {
            if (value.ValueKind != JsonValueKind.Null)
            {
                Check(choices.EnumerateArray().First(choice => !choice.TryGetProperty("type", out JsonElement type) || type.ValueKind != JsonValueKind.String || type.GetString() != "null"), value, path);
            }

            return;
        }

        if (!HasType(schema, value))
        {
            faults.Add($"{path} is {value.ValueKind}, the document says {schema.GetProperty("type")}");
            return;
        }

        if (value.ValueKind == JsonValueKind.Array && schema.TryGetProperty("items", out JsonElement items))
        {
            foreach (JsonElement item in value.EnumerateArray())
            {
                Check(items, item, path + "[]");
            }
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            CheckObject(schema, value, path);
        }
    }

    private void CheckObject(JsonElement schema, JsonElement value, string path)
    {
        if (schema.TryGetProperty("required", out JsonElement required))
        {
            faults.AddRange(required.EnumerateArray().Select(name => name.GetString()!).Where(name => !value.TryGetProperty(name, out _)).Select(name => $"{path}.{name} lacks"));
        }

        bool open = schema.TryGetProperty("additionalProperties", out JsonElement further);
        if (!open && !schema.TryGetProperty("properties", out _))
        {
            return;
        }

        foreach (JsonProperty property in value.EnumerateObject())
        {
            if (schema.TryGetProperty("properties", out JsonElement properties) && properties.TryGetProperty(property.Name, out JsonElement known))
            {
                Check(known, property.Value, $"{path}.{property.Name}");
            }
            else if (open && further.ValueKind == JsonValueKind.Object)
            {
                Check(further, property.Value, path + "{}");
            }
            else
            {
                faults.Add($"{path}.{property.Name} isn't in the document");
            }
        }
    }

    private static bool HasType(JsonElement schema, JsonElement value)
    {
        if (!schema.TryGetProperty("type", out JsonElement type))
        {
            return true;
        }

        string[] types = type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray().Select(item => item.GetString()!)] : [type.GetString()!];
        return value.ValueKind switch
        {
            JsonValueKind.Null => types.Contains("null"),
            JsonValueKind.String => types.Contains("string"),
            JsonValueKind.Number => types.Contains("number") || (types.Contains("integer") && value.TryGetInt64(out _)),
            JsonValueKind.True or JsonValueKind.False => types.Contains("boolean"),
            JsonValueKind.Array => types.Contains("array"),
            _ => types.Contains("object"),
        };
    }
}
